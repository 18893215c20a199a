package dev.gatehouse.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** Sends bytes as they are, which no HTTP client would, and reads what comes. */
final class RawSocket implements AutoCloseable {
    private final Socket socket = new Socket();

    RawSocket(int port) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 60_000);
        socket.setSoTimeout(120_000);
    }

    RawSocket send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    RawSocket endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** All that comes until the server closes. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try {
            for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
                read.write(buffer, 0, n);
            }
        } catch (SocketException _) {
            // A reset is an end too.
        }
        return read.toString(ISO_8859_1);
    }

    /** How many bytes come until the server closes, read in pieces with a pause after each. */
    long readSlowly(int pieceBytes, long pauseMillis) throws Exception {
        long read = 0;
        try {
            for (int n;
                    (n = socket.getInputStream().readNBytes(pieceBytes).length) > 0;
                    read += n) {
                Thread.sleep(pauseMillis);
            }
        } catch (SocketException _) {
            // A reset is an end too.
        }
        return read;
    }

    /** How many bytes come until the server closes, for a client that reads nothing for a while. */
    long readAfter(long pauseMillis) throws Exception {
        Thread.sleep(pauseMillis);
        return readSlowly(1 << 20, 0);
    }

    /** What comes up to and including {@code mark}. */
    String readThrough(String mark) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(mark) < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("closed after: " + read);
            }
            read.append((char) b);
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
