/** AWS Signature Version 4: signing requests, and verifying signed ones. */
@NullMarked
package dev.gatehouse.identity.sigv4;

import org.jspecify.annotations.NullMarked;
