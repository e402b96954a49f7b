import { type Case, neighbours, sabotages, variants } from '../case';

const why = 'a reason of more than twenty characters';

/** Of the strict synth. */
export const acknowledgementCases: readonly Case[] = [
  ...sabotages('synth', [
    [
      'a finding is not acknowledged',
      ({ accepted }) => {
        accepted.delete('S1');
      },
      /server access logs/i,
    ],
    [
      'an acknowledgement at the app hides a rule everywhere',
      (synth) => {
        synth.accepted.delete('S1');
        synth.accept(synth.app, 'S1', why);
      },
      /TAP1814: .* at the app stands above what it accepts/,
    ],
    [
      'an acknowledgement at the app of another check',
      (synth) => synth.acceptId(synth.app, 'CloudFormation Validate::E3012', why),
      /TAP1814: .* would hide its rule in every resource below/,
    ],
    [
      'an acknowledgement beside its finding',
      (synth) => {
        synth.accepted.delete('S1');
        synth.accept(synth.sibling, 'S1', why);
      },
      /TAP1813: .*Sibling acknowledges nothing here/,
    ],
    [
      'an acknowledgement without the name of its check',
      (synth) => synth.acceptId(synth.bucket, 'AwsSolutions-S1', why),
      /TAP1811: .* would hide the finding/,
    ],
    [
      'an acknowledgement of every wildcard',
      (synth) => {
        synth.letRoleSeeAll();
        synth.accept(synth.role, 'IAM5', why);
      },
      /TAP1812: .* names no finding of its rule/,
    ],
    [
      'a reason that is none',
      ({ accepted }) => {
        accepted.set('S1', 'because');
      },
      /TAP1815: .* has "because" for a reason/,
    ],
    [
      'an acknowledgement where earlier versions kept it',
      ({ resource }) => resource.addMetadata('cdk_nag', { rules_to_suppress: [] }),
      /TAP1816: The metadata "cdk_nag"/,
    ],
    [
      'a warning was silenced at the app without a reason',
      (synth) => {
        synth.silence(synth.app, 'acknowledgeWarning');
        synth.warn(synth.sibling);
      },
      /TAP1817: The acknowledgement "Annotation::library:warning" at the app was made by acknowledgeWarning/,
    ],
    [
      'a warning acknowledged around what warns',
      (synth) => {
        synth.acceptId(synth.around, 'library:warning', why);
        synth.warn(synth.sibling);
      },
      /TAP1814: .*"Annotation::library:warning" at Any\/Stack\/Around stands above .* put it at Any\/Stack\/Around\/Sibling,/,
    ],
    [
      'an acknowledged warning that is not recorded',
      (synth) => {
        synth.warn(synth.sibling);
        synth.acceptId(synth.sibling, 'library:warning', why);
      },
      /TAP2071: .*\n\s+Annotation::library:warning: 1 acknowledged, 0 recorded/,
    ],
    [
      "an error of the CDK's validation acknowledged around the resource",
      (synth) => {
        synth.addWrongParameter();
        synth.acceptId(synth.around, 'CloudFormation-Validate::F3012', why);
        synth.recordAlso('F3012');
      },
      /TAP2075: .*\n\s+F3012 of CloudFormation Validate: acknowledged at Any\/Stack\/Around, found at Any\/Stack\/Around\/Wrong/,
    ],
    [
      'one acknowledgement more than is recorded',
      (synth) => {
        synth.letRoleSeeAll();
        synth.accept(synth.role, 'IAM5[Resource::*]', why);
      },
      /TAP2071: .*\n\s+AwsSolutions-IAM5: 1 acknowledged, 0 recorded/,
    ],
    [
      'a record of acknowledgements that is none',
      (synth) => {
        synth.recorded = '[]';
      },
      /TAP2072: .*received \[\]/,
    ],
  ]),
  ...variants('synth', [
    [
      'a library silenced its own warning after the fact',
      (synth) => {
        synth.warn(synth.sibling);
        synth.silence(synth.sibling, 'acknowledgeWarning');
      },
      /TAP1817: .* at Any\/Stack\/Around\/Sibling was made by/,
    ],
    [
      'a warning was silenced as if it were only information',
      (synth) => {
        synth.silence(synth.around, 'acknowledgeInfo');
        synth.warn(synth.sibling);
      },
      /TAP1817: .* at Any\/Stack\/Around was made by/,
    ],
    [
      'an acknowledgement of a warning that nothing gives',
      (synth) => synth.acceptId(synth.sibling, 'library:warning', why),
      /TAP1813: .*"Annotation::library:warning" at .*Sibling acknowledges nothing here/,
    ],
  ]),
  ...neighbours('synth', [
    [
      'an acknowledgement at the resource itself',
      (synth) => {
        synth.accepted.delete('S1');
        synth.accept(synth.resource, 'S1', why);
      },
    ],
    [
      "a role's finding, acknowledged at the role",
      (synth) => {
        synth.letRoleSeeAll();
        synth.accept(synth.role, 'IAM5[Resource::*]', why);
        synth.recorded = JSON.stringify({ 'AwsSolutions-IAM5': 1, 'AwsSolutions-S1': 1, 'AwsSolutions-S10': 1 });
      },
    ],
    [
      'a warning, acknowledged where it is given',
      (synth) => {
        synth.acceptId(synth.sibling, 'library:warning', why);
        synth.warn(synth.sibling);
        synth.recordAlso('Annotation::library:warning');
      },
    ],
    [
      "an error of the CDK's validation, acknowledged at its resource",
      (synth) => {
        synth.acceptId(synth.addWrongParameter(), 'CloudFormation-Validate::F3012', why);
        synth.recordAlso('F3012');
      },
    ],
  ]),
];
