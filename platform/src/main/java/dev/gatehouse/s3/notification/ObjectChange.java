package dev.gatehouse.s3.notification;

import dev.gatehouse.wire.RequestContext;

/**
 * A change of an object, by the request that makes it.
 *
 * @param event what happens
 * @param request who asks for it, and whence
 */
public record ObjectChange(ObjectEvent event, RequestContext request) {}
