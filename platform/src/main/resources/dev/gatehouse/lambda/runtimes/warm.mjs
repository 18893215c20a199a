// Waits, with the client already loaded, to be told whose runtime this is: the answer has the
// function's environment variables.
import { get } from "node:http";

function ask() {
  return new Promise((resolve, reject) => {
    const address = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/gatehouse/specialisation`;
    get(address, { agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve(JSON.parse(text)));
    }).on("error", reject);
  });
}

export async function functionIsKnown() {
  if (process.argv[2] === "warm") {
    Object.assign(process.env, await ask());
    process.argv.pop();
    process.chdir(process.env.LAMBDA_TASK_ROOT);
  }
}
