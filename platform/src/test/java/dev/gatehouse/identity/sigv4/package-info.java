/** Proof of the signatures: AWS's own vectors, and each way a request is refused. */
package dev.gatehouse.identity.sigv4;
