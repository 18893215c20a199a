package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that goes silent, as behind a network that is cut. */
@Tag("node")
final class PostgresAwayTest {
    private static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
    private static final Kind<Line> KIND = new Kind<>("test.line", Line.class);

    private record Line(String text) {}

    @Test
    void aCallFailsByNameAfterThePatienceThatWasSet() throws IOException {
        URI real = URI.create(Databases.POSTGRESQL.freshUrl(Path.of("")));
        try (Wire wire = new Wire(real.getPort())) {
            String url = "postgresql://postgres@127.0.0.1:" + wire.port() + real.getPath();
            try (SqlStore store = SqlStore.open(url, Duration.ofSeconds(3))) {
                Documents<Line> lines = store.documents(KIND);
                lines.insert(SCOPE, "before", new Line("x"));

                wire.cut();
                long start = Clock.SYSTEM.nanoTime();
                assertThatThrownBy(() -> lines.insert(SCOPE, "after", new Line("x")))
                        .isInstanceOf(StoreUnavailableException.class);

                assertThat(Duration.ofNanos(Clock.SYSTEM.nanoTime() - start))
                        .isLessThan(Duration.ofMinutes(1));
            }
        }
    }

    /** Hands on what comes, until it is cut: then it takes everything and answers nothing. */
    private static final class Wire implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final int target;
        private volatile boolean cut;

        Wire(int target) throws IOException {
            this.target = target;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        void cut() {
            cut = true;
        }

        private void accept() {
            try {
                while (true) {
                    Socket from = server.accept();
                    sockets.add(from);
                    if (!cut) {
                        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                        sockets.add(to);
                        Thread.ofVirtual().start(() -> pump(from, to));
                        Thread.ofVirtual().start(() -> pump(to, from));
                    }
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private void pump(Socket from, Socket to) {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                byte[] bytes = new byte[8192];
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    if (!cut) {
                        out.write(bytes, 0, n);
                    }
                }
            } catch (IOException e) {
                // One end is closed.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
