/**
 * OpenAPI documents as both services of API Gateway read and write them: their tree, their
 * references, and what an import has to say of them.
 */
@NullMarked
package dev.gatehouse.gateway.openapi;

import org.jspecify.annotations.NullMarked;
