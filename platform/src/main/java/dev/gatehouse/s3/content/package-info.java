/** The bytes of objects: taken in with their checksums, read in ranges, deleted at last. */
@NullMarked
package dev.gatehouse.s3.content;

import org.jspecify.annotations.NullMarked;
