/** The documents that serverless APIs are described by, and what SAM writes into them. */
@NullMarked
package dev.gatehouse.cloudformation.sam.openapi;

import org.jspecify.annotations.NullMarked;
