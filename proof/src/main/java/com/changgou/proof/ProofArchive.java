package com.changgou.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Proofs of a system as JSON files, one for each XID. */
public final class ProofArchive {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path directory;

    /**
     * The proofs in a directory.
     *
     * @param directory which is made when it is needed
     */
    public ProofArchive(Path directory) {
        this.directory = directory;
    }

    /**
     * A proof as JSON.
     *
     * @param proof what to write
     * @return indented JSON
     */
    public static String json(Proof proof) {
        return JSON.writeValueAsString(proof);
    }

    /**
     * A proof from JSON.
     *
     * @param json as {@link #json} writes it
     * @return the proof
     */
    public static Proof proof(String json) {
        return JSON.readValue(json, Proof.class);
    }

    /**
     * Keeps a proof.
     *
     * @param proof what to keep
     */
    public void save(Proof proof) {
        try {
            Files.createDirectories(directory);
            Files.writeString(file(proof.evidence().xid()), json(proof));
        } catch (IOException e) {
            throw new ObservationException("The proof cannot be written to " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Finds a proof.
     *
     * @param xid of the global transaction
     * @return empty if it was not placed under observation
     */
    public Optional<Proof> find(String xid) {
        try {
            return Files.exists(file(xid)) ? Optional.of(read(xid, Files.readString(file(xid)))) : Optional.empty();
        } catch (IOException e) {
            throw new ObservationException("The proof of " + xid + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The proof that was kept last.
     *
     * @return empty if there is none
     */
    public Optional<Proof> latest() {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> latest =
                    files.max(Comparator.comparing(file -> file.toFile().lastModified()));
            return latest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(read("the last order", Files.readString(latest.get())));
        } catch (IOException e) {
            throw new ObservationException("No proof in " + directory + " can be read: " + e.getMessage(), e);
        }
    }

    private static Proof read(String xid, String json) {
        Proof proof = proof(json);
        if (proof.evidence().mode() == null) {
            throw new ObservationException("The proof of " + xid + " was made by an earlier version: order again");
        }
        return proof;
    }

    private Path file(String xid) {
        return directory.resolve(xid.replaceAll("[^0-9a-zA-Z.-]", "_") + ".json");
    }
}
