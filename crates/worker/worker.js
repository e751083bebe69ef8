// Follows the script that wasm-bindgen writes. Keeps what the app says before the program is there, gives the program
// its turns, and says so when it breaks, so that nobody waits for a worker that is gone.

const waiting = [];
self.onmessage = ({ data }) => waiting.push(data);

function broken(error) {
  console.error(error);
  self.postMessage([]);
  self.close();
}

// The program calls this once. Each turn is a task of its own, so that "cancel" is heard in between.
self.serve = (receive, step) => {
  const turns = new MessageChannel();
  const take = (data) => {
    try {
      if (receive(...data)) turns.port2.postMessage(0);
    } catch (error) {
      broken(error);
    }
  };
  turns.port1.onmessage = () => {
    try {
      if (step()) turns.port2.postMessage(0);
    } catch (error) {
      broken(error);
    }
  };
  self.onmessage = ({ data }) => take(data);
  waiting.splice(0).forEach(take);
};

wasm_bindgen({ module_or_path: "WORKER_WASM" }).catch(broken);
