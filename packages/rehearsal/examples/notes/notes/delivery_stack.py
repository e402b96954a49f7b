from aws_cdk import Stack, Stage
from aws_cdk.pipelines import CodePipeline, CodePipelineSource, ShellStep

from notes.notes_stack import NotesStack


class DeliveryStack(Stack):
    """The pipeline: one environment, whose function must keep a note and give it back."""

    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id)
        source = CodePipelineSource.git_hub("example/notes", "main")
        commands = ["npm install -g aws-cdk", "pip install -r requirements.txt", "cdk synth"]
        pipeline = CodePipeline(self, "Pipeline", synth=ShellStep("Synth", input=source, commands=commands))
        stage = Stage(self, "Test")
        stack = NotesStack(stage, "Notes")
        pipeline.add_stage(
            stage,
            post=[
                ShellStep(
                    "Keep",
                    env_from_cfn_outputs={"ADDRESS": stack.address},
                    commands=[
                        'curl --fail --silent --show-error -X PUT -d "buy milk" "${ADDRESS}shopping"',
                        'test "$(curl --fail --silent --show-error "${ADDRESS}shopping")" = "buy milk"',
                    ],
                )
            ],
        )
