import { CodedError } from '@delivery/coded-error';

// A coded error is for the person who can mend it: where the program noticed it would only bury the message.
process.once('uncaughtException', (error) => {
  console.error(error instanceof CodedError ? error.message : error);
  process.exit(1);
});
