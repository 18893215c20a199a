package dev.gatehouse.lambda.runtimes.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether the sources of a package have something in them, such as the import of a module: a guess,
 * made once a package, from files at its top or close to it, where handlers stand.
 */
public final class SourceSearch {
    private static final int DEPTH = 2;
    private static final int MOST_FILES = 200;
    private static final long LONGEST_BYTES = 200_000;
    private static final int MOST_PACKAGES = 200;

    private final Set<String> extensions;
    private final Pattern pattern;

    /** Of the packages that were asked for last. */
    private final Map<Path, Boolean> known = Collections.synchronizedMap(new Recent());

    /**
     * @param extensions of sources, without a dot
     * @param pattern takes no more time than in proportion to the source
     */
    public SourceSearch(Set<String> extensions, String pattern) {
        this.extensions = Set.copyOf(extensions);
        this.pattern = Pattern.compile(pattern);
    }

    /** Whether a source has it. Blocks. */
    public boolean finds(Path root) {
        Boolean before = known.get(root);
        return before == null ? lookOnce(root) : before;
    }

    /** One at a time, since sources are read whole; who asks for a known one does not wait. */
    private synchronized boolean lookOnce(Path root) {
        Boolean meanwhile = known.get(root);
        boolean found = meanwhile == null ? look(root) : meanwhile;
        known.put(root, found);
        return found;
    }

    private boolean look(Path root) {
        Look look = new Look();
        try {
            Files.walkFileTree(root, Set.of(), DEPTH, look);
        } catch (IOException e) {
            return false; // a start finds out what is wrong with it
        }
        return look.found;
    }

    private boolean isSource(Path file) {
        String name = file.toString();
        return extensions.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static final class Recent extends LinkedHashMap<Path, Boolean> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > MOST_PACKAGES;
        }
    }

    /** Looks into sources until one has it. */
    private final class Look extends SimpleFileVisitor<Path> {
        private boolean found;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            found =
                    attributes.isRegularFile()
                            && isSource(file)
                            && attributes.size() <= LONGEST_BYTES
                            && pattern.matcher(text(file)).find();
            return found || ++files >= MOST_FILES
                    ? FileVisitResult.TERMINATE
                    : FileVisitResult.CONTINUE;
        }

        /** Whatever its encoding: what is looked for is ASCII. */
        private static String text(Path file) throws IOException {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        }
    }
}
