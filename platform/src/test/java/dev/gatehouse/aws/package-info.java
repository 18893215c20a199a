/** What tests need of the models beyond what the product does. */
@NullMarked
package dev.gatehouse.aws;

import org.jspecify.annotations.NullMarked;
