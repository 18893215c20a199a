/** Proof of the signatures: AWS's own vectors, and each way a request is rejected. */
package dev.gatehouse.identity.sigv4;
