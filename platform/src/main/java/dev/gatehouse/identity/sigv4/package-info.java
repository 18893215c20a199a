/**
 * AWS Signature Version 4: signing requests, and verifying signed ones; of Version 2 what S3 still
 * takes.
 */
@NullMarked
package dev.gatehouse.identity.sigv4;

import org.jspecify.annotations.NullMarked;
