package dev.gatehouse.cli.watch;

import java.nio.file.Path;

/** Deployed packages of a node of this process that are edited while functions run from them. */
public interface LiveCode {

    /**
     * Where a package can be edited, until the node ends: files may be added, deleted and put in
     * the place of others, but never written to.
     *
     * @param sha256 the digest of the package's archive, in hexadecimal
     */
    Path edit(String sha256);

    /** From now on events run in environments that see what was edited. */
    void edited(String sha256);
}
