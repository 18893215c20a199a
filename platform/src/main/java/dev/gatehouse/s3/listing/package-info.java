/** The operations that list objects and versions. */
@NullMarked
package dev.gatehouse.s3.listing;

import org.jspecify.annotations.NullMarked;
