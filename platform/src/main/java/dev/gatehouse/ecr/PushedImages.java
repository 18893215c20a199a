package dev.gatehouse.ecr;

import dev.gatehouse.function.NodeImages;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The images of all accounts, for functions that are made of them. */
final class PushedImages implements NodeImages {
    private static final Pattern HOST =
            Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com");

    private final ImageCatalog images;

    PushedImages(ImageCatalog images) {
        this.images = images;
    }

    @Override
    public Optional<Repository> repository(String registry, String name) {
        Matcher host = HOST.matcher(registry);
        return host.matches()
                ? Region.parse(host.group(2))
                        .map(region -> new Scope(new AccountId(host.group(1)), region))
                        .<Repository>map(scope -> new Pushed(images, scope, name))
                : Optional.empty();
    }

    private record Pushed(ImageCatalog images, Scope scope, String name) implements Repository {
        @Override
        public Optional<byte[]> manifest(String reference) {
            return images.find(scope, name, reference)
                    .map(image -> image.manifest().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<InputStream> blob(String digest) throws IOException {
            Optional<Path> file = images.files().blob(scope, name, digest);
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Files.newInputStream(file.get()));
        }
    }
}
