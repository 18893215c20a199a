/** The slice of S3 that deployment tools need: the list of its operations. */
@NullMarked
package dev.gatehouse.s3;

import org.jspecify.annotations.NullMarked;
