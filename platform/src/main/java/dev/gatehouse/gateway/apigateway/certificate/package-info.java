/** Client certificates, which stages show to their backends. */
@NullMarked
package dev.gatehouse.gateway.apigateway.certificate;

import org.jspecify.annotations.NullMarked;
