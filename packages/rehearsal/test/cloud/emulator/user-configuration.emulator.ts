import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type CloudOfTest, cloudWith, withPython } from './cloud-of-test';

const home = mkdtempSync(join(tmpdir(), 'home-of-test-'));
const { HOME } = process.env;
let under: CloudOfTest;

/** Answers with whether it finds the profile of a person, and whether it has a home that it can write to. */
const code = `
import os

def handler(event, context):
    places = [os.path.expanduser("~/.aws/credentials"), os.environ.get("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")]
    texts = [open(place).read() for place in places if os.path.exists(place)]
    with open(os.path.expanduser("~/written"), "w") as file:
        file.write("by a function")
    return {"found": any("reader" in text for text in texts), "home": os.path.expanduser("~")}
`;

beforeAll(async () => {
  mkdirSync(join(home, '.aws'));
  writeFileSync(join(home, '.aws', 'credentials'), '[reader]\naws_access_key_id = AKIAPLANTED\n');
  process.env.HOME = home;
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(home, '.aws', 'credentials');
  under = await cloudWith(withPython('look', code));
}, 120_000);

afterAll(async () => {
  await under?.stop();
  process.env.HOME = HOME;
  delete process.env.AWS_SHARED_CREDENTIALS_FILE;
  rmSync(home, { recursive: true, force: true });
}, 60_000);

test('a function finds no profile of the person, and has a home of its own', async () => {
  const client = new LambdaClient(under.client);
  const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName: 'look' }));
  client.destroy();
  expect(FunctionError).toBeUndefined();
  const said = JSON.parse(Buffer.from(Payload ?? '').toString());
  expect(said.found).toBe(false);
  expect(said.home).not.toBe(home);
}, 60_000);
