from pathlib import Path

from aws_cdk import CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3


class NotesStack(Stack):
    """A bucket, and a function with an address of its own that keeps notes in it."""

    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id)
        bucket = s3.Bucket(self, "Kept", removal_policy=RemovalPolicy.DESTROY)
        keeper = lambda_.Function(
            self,
            "Keeper",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="keep.handler",
            code=lambda_.Code.from_asset(str(Path(__file__).parent.parent / "function")),
            environment={"BUCKET": bucket.bucket_name},
        )
        bucket.grant_read_write(keeper)
        url = keeper.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)
        self.address = CfnOutput(self, "Address", value=url.url)
