@NullMarked
package dev.gatehouse.lambda.durable;

import org.jspecify.annotations.NullMarked;
