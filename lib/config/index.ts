export { isInZone } from './domains';
export { engineVersions, rdsEngineVersion } from './engine-versions';
export { deliveryData } from './environments';
export { type BaseRegistry, baseRegistryOf } from './image';
export { loadConfiguration, parseConfiguration } from './load';
export { alarmName, namePrefix, nameRules, type PhysicalNames, physicalNames } from './names';
export { overridesInForce, overridesOf } from './overrides';
export { productionFloors } from './production-floors';
export { edgeRegion, regionFacts, regionNames } from './regions';
export { runbookAddress } from './runbooks';
export type {
  AcceptedFinding,
  AlarmsConfiguration,
  DeliveryConfiguration,
  DeliveryData,
  EnvironmentConfiguration,
  EnvironmentData,
  ImageConfiguration,
  PipelineConfiguration,
  SourceConfiguration,
  Trend,
} from './schema';
export { nameCalled, type Scheme, schemeCalled, schemesListened } from './schemes';
export { type ServiceDefinition, type ServiceName, serviceNames, services, servicesOnTheDatabase } from './services';
export { type Wave, wavesOf } from './waves';
export { zonesAtFirstOf, zonesOf } from './zones';
