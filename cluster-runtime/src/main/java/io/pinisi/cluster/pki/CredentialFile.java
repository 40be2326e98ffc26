package io.pinisi.cluster.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Keeps a credential that somebody else certified, in one file that only its owner reads. */
public final class CredentialFile {
    private final KeyFiles files;
    private final String name;

    /**
     * @throws IOException where the folder cannot be made
     */
    public CredentialFile(Path folder, String name) throws IOException {
        this.files = new KeyFiles(folder);
        this.name = name;
    }

    /**
     * @throws IOException where it is there and cannot be read
     */
    public Optional<Credential> read() throws IOException {
        Optional<String> text = files.read(name);
        return text.isEmpty() ? Optional.empty() : Optional.of(parse(text.get()));
    }

    private Credential parse(String text) throws IOException {
        try {
            List<X509Certificate> certificates = Pem.certificates(text);
            if (certificates.size() != 2) {
                throw new IOException(name + " does not hold a certificate and its authority");
            }
            return new Credential(
                    certificates.getFirst(), Pem.privateKey(text), certificates.getLast());
        } catch (GeneralSecurityException e) {
            throw new IOException(name + " is damaged: " + e.getMessage(), e);
        }
    }

    public void write(Credential credential) throws IOException {
        files.write(
                name,
                Pem.of(credential.certificate())
                        + Pem.of(credential.authority())
                        + Pem.of(credential.key()));
    }
}
