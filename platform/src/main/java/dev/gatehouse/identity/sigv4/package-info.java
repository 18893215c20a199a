/** AWS Signature Version 4: what a request claims, and the signature that its claim demands. */
@NullMarked
package dev.gatehouse.identity.sigv4;

import org.jspecify.annotations.NullMarked;
