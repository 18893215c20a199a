package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("node")
class SandboxRelayTest {

    /** A listener of the machine that fails now and then, as where no descriptor is free. */
    private static final class Failing extends ServerSocketChannel {
        private final ServerSocketChannel real;
        private int failures;

        Failing(ServerSocketChannel real, int failures) {
            super(real.provider());
            this.real = real;
            this.failures = failures;
        }

        @Override
        public SocketChannel accept() throws IOException {
            if (failures-- > 0) {
                throw new IOException("Too many open files");
            }
            return real.accept();
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
            return real.bind(local, backlog);
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
            return real.setOption(name, value);
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return real.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return real.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return real.socket();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return real.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            real.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            real.configureBlocking(block);
        }
    }

    @Test
    void relaysOnAfterConnectionsThatCouldNotBeAccepted() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket node = new ServerSocket(0, 1, here);
                ServerSocketChannel listener =
                        new Failing(
                                ServerSocketChannel.open().bind(new InetSocketAddress(here, 0)),
                                2)) {
            SandboxRelay.serve(listener, new ConnectionPlaces(Clock.SYSTEM), node::getLocalPort);
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            node.setSoTimeout(120_000);
            try (Socket inside = new Socket(here, port);
                    Socket outside = node.accept()) {
                inside.getOutputStream().write('x');
                outside.setSoTimeout(120_000);
                assertThat(outside.getInputStream().read()).isEqualTo('x');
            }
        }
    }
}
