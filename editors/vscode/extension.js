"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

/** Starts `scriptorium lsp` and connects the editor to it. */
async function activate() {
  const command = vscode.workspace.getConfiguration("scriptum").get("server.path") || "scriptorium";
  client = new LanguageClient(
    "scriptum",
    "Scriptum",
    { command, args: ["lsp"], transport: TransportKind.stdio },
    { documentSelector: [{ language: "scriptum" }] }
  );
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(
      `\`${command} lsp\` did not start: ${error.message}. Set \`scriptum.server.path\` to the program scriptorium.`
    );
  }
}

/** Stops the server. */
function deactivate() {
  return client && client.isRunning() ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
