export { engineVersions, rdsEngineVersion } from './engine-versions';
export { deliveryData } from './environments';
export { loadConfiguration, parseConfiguration } from './load';
export { alarmName, namePrefix, nameRules, type PhysicalNames, physicalNames } from './names';
export { overridesInForce } from './overrides';
export { edgeRegion, regionFacts } from './regions';
export type {
  AlarmsConfiguration,
  DeliveryConfiguration,
  DeliveryData,
  EnvironmentConfiguration,
  EnvironmentData,
  PipelineConfiguration,
  SourceConfiguration,
  Trend,
} from './schema';
export { type Wave, wavesOf } from './waves';
export { zonesOf } from './zones';
