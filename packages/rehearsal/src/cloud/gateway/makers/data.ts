import { members, texts } from '../service-calls';
import type { Makers } from './maker';

/** Database proxies and policies of secrets. */
export const dataMakers: Makers = {
  'AWS::RDS::DBProxy': {
    create: async (call, properties) => {
      const {
        DBProxyName,
        EngineFamily,
        RoleArn,
        RequireTLS,
        IdleClientTimeout,
        Auth,
        VpcSubnetIds,
        VpcSecurityGroupIds,
      } = properties;
      const answer = await call.rds('CreateDBProxy', {
        ...texts({ DBProxyName, EngineFamily, RoleArn, RequireTLS, IdleClientTimeout }),
        ...members('Auth', Auth),
        ...members('VpcSubnetIds', VpcSubnetIds),
        ...members('VpcSecurityGroupIds', VpcSecurityGroupIds),
      });
      const endpoint = answer('Endpoint');
      return {
        physicalId: String(DBProxyName),
        attributes: {
          DBProxyArn: answer('DBProxyArn'),
          VpcId: answer('VpcId'),
          ...(endpoint === '' ? {} : { Endpoint: endpoint }),
        },
      };
    },
    delete: (call, name) => call.rds('DeleteDBProxy', { DBProxyName: name }),
  },
  'AWS::RDS::DBProxyTargetGroup': {
    create: async (call, { DBProxyName, TargetGroupName, DBClusterIdentifiers, DBInstanceIdentifiers }) => {
      await call.rds('RegisterDBProxyTargets', {
        ...texts({ DBProxyName, TargetGroupName }),
        ...members('DBClusterIdentifiers', DBClusterIdentifiers),
        ...members('DBInstanceIdentifiers', DBInstanceIdentifiers),
      });
      return { physicalId: `${String(DBProxyName)}|${String(TargetGroupName)}`, attributes: {} };
    },
    delete: (call, _id, { DBProxyName, TargetGroupName, DBClusterIdentifiers }) =>
      call.rds('DeregisterDBProxyTargets', {
        ...texts({ DBProxyName, TargetGroupName }),
        ...members('DBClusterIdentifiers', DBClusterIdentifiers),
      }),
  },
  'AWS::SecretsManager::ResourcePolicy': {
    create: async (call, { SecretId, ResourcePolicy }) => {
      const policy = typeof ResourcePolicy === 'string' ? ResourcePolicy : JSON.stringify(ResourcePolicy);
      await call.json('secretsmanager', 'secretsmanager.PutResourcePolicy', { SecretId, ResourcePolicy: policy });
      return { physicalId: String(SecretId), attributes: {} };
    },
    delete: (call, id) => call.json('secretsmanager', 'secretsmanager.DeleteResourcePolicy', { SecretId: id }),
  },
};
