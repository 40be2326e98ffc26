package io.pinisi.portal.demo;

import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.SignInLimits;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.web.Portal;
import io.pinisi.portal.web.PortalOptions;
import io.pinisi.portal.web.WaysIn;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The portal on made-up data, to look at pages while they are written. */
public final class DemoPortal {
    private DemoPortal() {}

    public static void main(String[] args) throws InterruptedException {
        Database database = Database.open(DatabaseOptions.memory("demo"));
        LocalAccounts accounts =
                new LocalAccounts(
                        database.accounts(),
                        database.audit(),
                        InstantSource.system(),
                        new SecureRandom(),
                        SignInLimits.DEFAULT,
                        name -> {});
        accounts.createFirstAdministrator()
                .ifPresent(
                        first ->
                                System.out.println(
                                        "SIGNIN " + first.name() + " " + first.password()));
        try (Portal portal =
                Portal.start(
                        PortalOptions.loopback(Integer.getInteger("port", 8099)),
                        new WaysIn(
                                accounts,
                                new SingleSignOn(
                                        List.of(), InstantSource.system(), new SecureRandom()),
                                new SignInRecords(database.audit()),
                                DemoTokens.on(database, InstantSource.system())),
                        InstantSource.system())) {
            System.out.println("URL " + portal.url());
            if (args.length == 0) {
                Backend demo = DemoBackend.create();
                portal.connect(demo, at -> demo);
            }
            Thread.currentThread().join();
        }
    }
}
