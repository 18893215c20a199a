/** The slice of S3 that deployment tools need: buckets, objects, multipart uploads. */
@NullMarked
package dev.gatehouse.s3;

import org.jspecify.annotations.NullMarked;
