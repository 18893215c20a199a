package dev.gatehouse.lambda.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long answers, on connections. */
@Tag("node")
final class StreamQuestionsTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void answersOwnNamesAndCarriesOthersToAServerAndBack() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(LOOPBACK, 0));
            Thread.ofVirtual().start(() -> answerLongOnce(server));
            NameServer.Names names =
                    new NameServer.Names(
                            "here.example"::equals,
                            () -> List.of(new InetSocketAddress(LOOPBACK, server.getLocalPort())));
            StreamQuestions questions = StreamQuestions.start(listener, names);
            try (Socket asker = new Socket(LOOPBACK, listener.socket().getLocalPort())) {
                byte[] own = ask(asker, DnsQuestionTest.asking("here.example", 1));
                byte[] other = ask(asker, DnsQuestionTest.asking("elsewhere.example", 1));

                assertThat(ByteBuffer.wrap(own).getInt(own.length - 4)).isEqualTo(0x7F000001);
                assertThat(other).hasSize(5_000).startsWith(0x12, 0x34);
            }
            questions.close();
        }
    }

    private static byte[] ask(Socket asker, ByteBuffer question) throws IOException {
        DataOutputStream out = new DataOutputStream(asker.getOutputStream());
        out.writeShort(question.remaining());
        out.write(question.array(), 0, question.remaining());
        DataInputStream in = new DataInputStream(asker.getInputStream());
        return in.readNBytes(in.readUnsignedShort());
    }

    private static void answerLongOnce(ServerSocket server) {
        try (Socket asker = server.accept()) {
            DataInputStream in = new DataInputStream(asker.getInputStream());
            byte[] question = in.readNBytes(in.readUnsignedShort());
            DataOutputStream out = new DataOutputStream(asker.getOutputStream());
            out.writeShort(5_000);
            out.write(ByteBuffer.allocate(5_000).put(question).array());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
