from aws_cdk import App

from notes.delivery_stack import DeliveryStack

app = App()
DeliveryStack(app, "NotesDelivery")
app.synth()
