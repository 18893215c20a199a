package dev.gatehouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a part of a file without moving the file's position; closing it closes the file. */
final class FilePartInput extends InputStream {
    private final Body.FilePart part;
    private long at;

    FilePartInput(Body.FilePart part) {
        this.part = part;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long left = part.length() - at;
        if (left <= 0) {
            return -1;
        }
        ByteBuffer target = ByteBuffer.wrap(into, offset, (int) Math.min(left, length));
        int read = part.channel().read(target, part.offset() + at);
        if (read < 0) {
            throw new IOException("the file is shorter than its part");
        }
        at += read;
        return read;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, part.length() - at);
    }

    @Override
    public void close() throws IOException {
        part.channel().close();
    }
}
