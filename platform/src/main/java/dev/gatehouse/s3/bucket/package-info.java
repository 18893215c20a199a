/** The operations on buckets and their settings. */
@NullMarked
package dev.gatehouse.s3.bucket;

import org.jspecify.annotations.NullMarked;
