/** Proof of the control plane: real AWS SDK clients against a real listener. */
package dev.gatehouse.wire;
