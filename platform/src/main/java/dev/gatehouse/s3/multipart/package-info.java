/** The operations on multipart uploads. */
@NullMarked
package dev.gatehouse.s3.multipart;

import org.jspecify.annotations.NullMarked;
