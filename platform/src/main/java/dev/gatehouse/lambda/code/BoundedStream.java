package dev.gatehouse.lambda.code;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that rejects to be longer than a package may be. */
final class BoundedStream extends FilterInputStream {
    private final long limit;
    private long count;

    BoundedStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    long count() {
        return count;
    }

    private void count(int more) {
        count += more;
        if (count > limit) {
            throw PackageErrors.unzippedTooLarge(limit);
        }
    }
}
