package dev.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client of a WebSocket API that sends what it likes, byte by byte. */
final class RawSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;

    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final DataInputStream in;

    /** A frame that came. */
    record Frame(int head, byte[] payload) {
        int opcode() {
            return head & 0x0f;
        }

        /** Of a close frame. */
        int code() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    RawSocket(int port) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /** The status of a handshake. */
    int handshake(String path, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: node\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        send(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder response = new StringBuilder();
        while (response.indexOf("\r\n\r\n") < 0) {
            response.append((char) in.readUnsignedByte());
        }
        return Integer.parseInt(response.substring(9, 12));
    }

    /** A handshake as it should be. */
    int handshake(String path) throws IOException {
        return handshake(
                path,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Extensions: permessage-deflate",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    RawSocket send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends a masked frame. */
    RawSocket frame(int head, byte[] payload) throws IOException {
        return send(encoded(head, payload, true));
    }

    RawSocket text(String text) throws IOException {
        return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] encoded(int head, byte[] payload, boolean masked) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int mask = masked ? MASKED : 0;
        frame.write(head);
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        if (masked) {
            frame.writeBytes(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.write(masked ? payload[i] ^ MASK[i % MASK.length] : payload[i]);
        }
        return frame.toByteArray();
    }

    /** The next frame; null when the server has closed the connection. */
    Frame next() throws IOException {
        try {
            int head = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            return new Frame(head, payload);
        } catch (EOFException end) {
            return null;
        } catch (SocketTimeoutException silent) {
            throw new AssertionError("the server says nothing", silent);
        }
    }

    /** The next message or control frame, whole: long messages come in frames. */
    Frame message() throws IOException {
        Frame first = next();
        if (first == null || (first.head() & FIN) != 0) {
            return first;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(first.payload());
        for (Frame part = next(); part != null; part = next()) {
            whole.writeBytes(part.payload());
            if ((part.head() & FIN) != 0) {
                return new Frame(first.head() | FIN, whole.toByteArray());
            }
        }
        return null;
    }

    /** The code of the close frame that ends the connection; other frames are passed over. */
    int closeCode() throws IOException {
        for (Frame frame = next(); frame != null; frame = next()) {
            if (frame.opcode() == CLOSE) {
                return frame.code();
            }
        }
        return 1006;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
