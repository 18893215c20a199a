/** How HTTP APIs are kept: their documents and indexes. */
@NullMarked
package dev.gatehouse.gateway.apigatewayv2.repository;

import org.jspecify.annotations.NullMarked;
