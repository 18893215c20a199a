// Calls the API "__TITLE__". Runs in browsers and in Node.js 18 and later; needs nothing else.
//
//   const client = apigClientFactory.newClient({ apiKey, accessKey, secretKey, sessionToken });
//   const { status, headers, data } = await client.petsPetIdGet({ petId: 7 }, body, { headers, queryParams });
(function (root) {
  'use strict';

  const INVOKE_URL = __INVOKE_URL__;
  const REGION = __REGION__;
  const METHODS = __METHODS__;

  const encode = (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, '0')).join('');
  const sha256 = async (text) => hex(await root.crypto.subtle.digest('SHA-256', bytes(text)));

  async function hmac(key, text) {
    const imported = await root.crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return root.crypto.subtle.sign('HMAC', imported, bytes(text));
  }

  // AWS Signature Version 4 for the service execute-api.
  async function sign(config, verb, url, headers, body) {
    const date = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '');
    const region = config.region || REGION;
    const scope = [date.slice(0, 8), region, 'execute-api', 'aws4_request'];
    const signed = { host: url.host, 'x-amz-date': date };
    if (config.sessionToken) signed['x-amz-security-token'] = config.sessionToken;
    const names = Object.keys(signed).sort();
    const path = url.pathname.split('/').map((part) => encode(part)).join('/');
    const query = url.search.slice(1).split('&').filter(Boolean).sort().join('&');
    const canonical = [
      verb, path, query, ...names.map((name) => name + ':' + signed[name]), '', names.join(';'), await sha256(body || ''),
    ].join('\n');
    let key = bytes('AWS4' + config.secretKey);
    for (const part of scope) key = await hmac(key, part);
    const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), await sha256(canonical)].join('\n');
    const signature = hex(await hmac(key, toSign));
    delete signed.host;
    Object.assign(headers, signed, {
      Authorization: `AWS4-HMAC-SHA256 Credential=${config.accessKey}/${scope.join('/')}, ` +
        `SignedHeaders=${names.join(';')}, Signature=${signature}`,
    });
  }

  async function call(config, method, params, body, additional) {
    const more = additional || {};
    const given = params || {};
    const path = method.path.replace(/\{([^}+]+)(\+?)\}/g, (_, name, greedy) => {
      if (given[name] === undefined) throw new Error(`${method.name}: the parameter ${name} is missing`);
      const value = String(given[name]);
      return greedy ? value.split('/').map(encode).join('/') : encode(value);
    });
    const query = Object.assign({}, more.queryParams);
    for (const name of method.query) if (given[name] !== undefined) query[name] = given[name];
    const headers = Object.assign({ Accept: config.defaultAcceptType || 'application/json' }, more.headers);
    for (const name of method.headers) if (given[name] !== undefined) headers[name] = given[name];
    const text = body === undefined || body === null || typeof body === 'string' ? body : JSON.stringify(body);
    if (text && !headers['Content-Type']) headers['Content-Type'] = config.defaultContentType || 'application/json';
    if (config.apiKey) headers['x-api-key'] = config.apiKey;
    const pairs = Object.keys(query).map((name) => encode(name) + '=' + encode(String(query[name])));
    const url = new URL((config.invokeUrl || INVOKE_URL).replace(/\/$/, '') + path + (pairs.length ? '?' + pairs.join('&') : ''));
    const verb = method.verb === 'ANY' ? more.method || 'GET' : method.verb;
    if (config.accessKey) await sign(config, verb, url, headers, text);
    const response = await root.fetch(url, { method: verb, headers, body: text || undefined });
    const received = await response.text();
    const json = (response.headers.get('content-type') || '').includes('json');
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      data: json && received ? JSON.parse(received) : received,
    };
  }

  const apigClientFactory = {
    newClient(config) {
      const client = {};
      for (const method of METHODS) {
        client[method.name] = (params, body, additional) => call(config || {}, method, params, body, additional);
      }
      return client;
    },
  };

  if (typeof module === 'object' && module.exports) module.exports = apigClientFactory;
  else root.apigClientFactory = apigClientFactory;
})(globalThis);
