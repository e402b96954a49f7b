/** What CodeBuild itself needs for any job of a pipeline that hands nothing on and shows no report. */
export const rightsOfAnyJob = [
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetObject',
  's3:GetObjectVersion',
] as const;

/** What it needs beside them to show a report. */
export const rightsOfReports = [
  'codebuild:BatchPutCodeCoverages',
  'codebuild:BatchPutTestCases',
  'codebuild:CreateReport',
  'codebuild:UpdateReport',
] as const;
