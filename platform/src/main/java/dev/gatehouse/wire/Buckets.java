package dev.gatehouse.wire;

import dev.gatehouse.wire.message.WireRequest;

/** S3's two ways to name a bucket: in the host name, and in the path as its model has it. */
final class Buckets {
    private Buckets() {}

    /** The request with the bucket of its host name, if any, in its path. */
    static WireRequest inPath(WireRequest request, HostAddress address) {
        if (address.bucket().isEmpty()) {
            return request;
        }
        return new WireRequest(
                request.method(),
                "/" + address.bucket() + request.rawPath(),
                request.rawQuery(),
                request.headers(),
                request.body(),
                request.sourceIp());
    }
}
