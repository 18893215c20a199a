/** Container images: names, registries, and the root file systems that their layers make. */
@NullMarked
package dev.gatehouse.lambda.image;

import org.jspecify.annotations.NullMarked;
