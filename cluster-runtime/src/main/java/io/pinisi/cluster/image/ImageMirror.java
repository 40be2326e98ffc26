package io.pinisi.cluster.image;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the image archives of some folders on plain HTTP, on as many addresses as it is told. */
public final class ImageMirror implements AutoCloseable {
    private static final int CONNECTIONS_WAITING_MAX = 64;

    private final ImageCatalog catalog;
    private final RegistryHandler handler;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    /** Guarded by {@code this}. */
    private final List<HttpServer> servers = new ArrayList<>();

    private ImageMirror(List<Path> folders) {
        this.catalog = new ImageCatalog(folders);
        this.handler = new RegistryHandler(catalog);
    }

    /** Opens no port yet; the folders need not exist yet either. */
    public static ImageMirror start(Path... folders) {
        return new ImageMirror(List.of(folders));
    }

    /**
     * Listens on one more address; port 0 takes a free one.
     *
     * @return the address with its port
     */
    public synchronized InetSocketAddress listen(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, CONNECTIONS_WAITING_MAX, "/", handler);
        server.setExecutor(requests);
        server.start();
        servers.add(server);
        return server.getAddress();
    }

    /** The images that are there now, in full. */
    public Set<String> names() {
        return catalog.names();
    }

    @Override
    public synchronized void close() {
        servers.forEach(server -> server.stop(0));
        requests.close();
        catalog.close();
    }
}
