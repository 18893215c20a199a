/** The operations on objects and their versions. */
@NullMarked
package dev.gatehouse.s3.object;

import org.jspecify.annotations.NullMarked;
