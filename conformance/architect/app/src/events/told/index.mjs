export async function handler(event) { console.log("told", event.Records[0].Sns.Message); }
